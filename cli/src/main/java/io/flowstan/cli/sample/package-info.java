/** The command {@code sample}: the engine into files, without Kafka. */
package io.flowstan.cli.sample;
