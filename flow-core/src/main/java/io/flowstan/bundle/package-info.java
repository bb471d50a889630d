/** The model contract: manifest and graphs, checked and digested. */
package io.flowstan.bundle;
