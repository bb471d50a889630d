/** The rules of the house, checked on the compiled classes. */
package io.flowstan.architecture;
