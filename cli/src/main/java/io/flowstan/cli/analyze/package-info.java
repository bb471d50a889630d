/** The command {@code analyze}: what a table of flows holds, in one pass and constant memory. */
package io.flowstan.cli.analyze;
