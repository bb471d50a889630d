package io.flowstan.trainer.forest;

/**
 * How a forest is grown.
 *
 * @param trees number of trees
 * @param rowsPerTree rows that each tree is grown on, drawn with replacement; at most all rows
 * @param maxDepth splits between the root and a leaf, at most
 * @param minLeafRows rows of a leaf, at least
 * @param featureShare share of the features that each split may choose from
 * @param levels levels that each feature is rounded to before, see {@link QuantileLevels}; without
 *     them Tribuo's trees cost 1.7 times as much
 */
public record ForestSettings(
    int trees, int rowsPerTree, int maxDepth, int minLeafRows, float featureShare, int levels) {

  public ForestSettings {
    if (trees < 1 || rowsPerTree < 1 || maxDepth < 1 || minLeafRows < 1 || levels < 2) {
      throw new IllegalArgumentException(
          ("forest: trees = %d, rowsPerTree = %d, maxDepth = %d, minLeafRows = %d, levels = %d:"
                  + " expected at least 1 each, and 2 levels")
              .formatted(trees, rowsPerTree, maxDepth, minLeafRows, levels));
    }
    if (!(featureShare > 0 && featureShare <= 1)) {
      throw new IllegalArgumentException(
          "forest: featureShare = " + featureShare + ": expected above 0, at most 1");
    }
  }
}
