/** What recorded flows cost under a bundle's model, in nats. */
package io.flowstan.score;
