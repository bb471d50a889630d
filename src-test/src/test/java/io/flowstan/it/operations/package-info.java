/** The dashboards, the container set-up and the documents, checked against the program. */
package io.flowstan.it.operations;
