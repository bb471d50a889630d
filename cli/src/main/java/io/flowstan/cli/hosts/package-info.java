/** The monitored hosts of a table: who they are and in which directions they talk. */
package io.flowstan.cli.hosts;
