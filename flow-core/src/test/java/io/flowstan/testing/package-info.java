/** What tests share: seeds and seeded flows. */
package io.flowstan.testing;
