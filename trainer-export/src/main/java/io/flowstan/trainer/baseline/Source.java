package io.flowstan.trainer.baseline;

/**
 * What an attribute may depend on: an attribute of the same row or of an earlier one of the host.
 *
 * @param place which attribute
 * @param lag how many rows back, 0 for the same row
 */
record Source(int place, int lag) {}
