/** Flows as tables of attributes, host by host: the neutral view of everything that is judged. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.table;
