package io.flowstan.trainer.evaluate;

/** A model whose likelihood of the recorded flows is judged. */
enum Contender {
  MODEL("model"),
  OTHER_CONTEXT("the model, each host in another host's context"),
  MEMORYLESS("memoryless model"),
  INDEPENDENT_MARGINALS("independent marginals");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** The contender in words. */
  String title() {
    return title;
  }
}
