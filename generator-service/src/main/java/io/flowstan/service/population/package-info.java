/** The hosts to simulate, drawn from a network and put onto the hosts topic. */
@NullMarked
package io.flowstan.service.population;

import org.jspecify.annotations.NullMarked;
