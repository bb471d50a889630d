/** What a model's training flows were like, attribute by attribute, and how far others are. */
package io.flowstan.reference;
