/** The admin port: who may ask what, metrics, health, the page, and what else is mounted on it. */
@NullMarked
package io.flowstan.service.admin;

import org.jspecify.annotations.NullMarked;
