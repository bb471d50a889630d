/** Random numbers addressed by key and counter. */
package io.flowstan.random;
