/** Tables of flows as commands read and write them: several as one, one a host. */
package io.flowstan.cli.table;
