package io.flowstan.service.metrics;

import io.flowstan.flow.Flow;
import io.flowstan.reference.FlowAttribute;
import java.util.Arrays;

/**
 * The ports that flows are counted by: well-known services (IANA) that are common in UGR'16, one
 * place for all other ports and one for flows without ports.
 */
final class ServicePorts {
  private static final int[] KNOWN = {
    20, 21, 22, 23, 25, 53, 80, 110, 123, 137, 143, 161, 389, 443, 445, 465, 587, 993, 995, 1433,
    1900, 3306, 3389, 5060, 8000, 8080
  };
  private static final int OTHER = KNOWN.length;
  private static final int WITHOUT = KNOWN.length + 1;

  /** Number of places. */
  static final int SIZE = KNOWN.length + 2;

  private ServicePorts() {}

  /** The place of {@code flow}, 0 to {@link #SIZE} - 1. */
  static int placeOf(Flow flow) {
    int port = FlowAttribute.servicePort(flow);
    if (port == 0) {
      return WITHOUT;
    }
    int found = Arrays.binarySearch(KNOWN, port);
    return found < 0 ? OTHER : found;
  }

  /** The value of the tag {@code port} for {@code place}. */
  static String text(int place) {
    return place == WITHOUT ? "none" : place == OTHER ? "other" : Integer.toString(KNOWN[place]);
  }
}
