/** The command {@code extract}: the flows of chosen hosts out of larger tables. */
package io.flowstan.cli.extract;
