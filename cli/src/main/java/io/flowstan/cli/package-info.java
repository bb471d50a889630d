/** The one command-line program, and what its commands share. */
package io.flowstan.cli;
