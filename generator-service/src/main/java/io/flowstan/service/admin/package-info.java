/** The admin port: metrics, health, and what else is mounted on it. */
package io.flowstan.service.admin;
