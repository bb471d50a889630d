package io.flowstan.trainer.report;

/**
 * How the comparison was made.
 *
 * @param hosts on either side of every figure
 * @param draws asked for; a contender may have fewer
 * @param rounds of the bootstrap over hosts
 * @param seed from which all draws follow
 * @param floorFactor how much farther than the floor is within
 * @param days that the recorded table covers
 */
public record Setting(int hosts, int draws, int rounds, long seed, double floorFactor, int days) {}
