/** What a flow is and which rules it obeys. */
package io.flowstan.flow;
