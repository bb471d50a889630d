/** What synthetic flows are good for: models that learn from them and are judged on real ones. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.task;
