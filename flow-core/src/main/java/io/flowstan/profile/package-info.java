/** Who a host is: its profile, and the distribution that new hosts' profiles are drawn from. */
package io.flowstan.profile;
