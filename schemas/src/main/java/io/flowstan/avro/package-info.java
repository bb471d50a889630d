/** The schemas of the topics and the records generated from them. */
package io.flowstan.avro;
