/** What an evaluation found, and how it is written: for programs, as text, as a page. */
@org.jspecify.annotations.NullMarked
package io.flowstan.trainer.report;
