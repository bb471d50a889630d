package io.flowstan.trainer.stan;

import io.flowstan.flow.Flow;

/** STAN's classes of ports: 0 to 1023 one by one, then bins of 100, uniform inside. */
final class PortClasses {
  /** Ports with a class of their own. */
  static final int SYSTEM_PORTS = 1_024;

  /** Ports of a bin; the last bin has fewer. */
  static final int WIDTH = 100;

  /** Number of classes. */
  static final int COUNT = SYSTEM_PORTS + (Flow.MAX_PORT - SYSTEM_PORTS) / WIDTH + 1;

  private PortClasses() {}

  /** The class of {@code port}. */
  static int of(int port) {
    return port < SYSTEM_PORTS ? port : SYSTEM_PORTS + (port - SYSTEM_PORTS) / WIDTH;
  }

  /** The first port of {@code portClass}. */
  static int first(int portClass) {
    return portClass < SYSTEM_PORTS ? portClass : SYSTEM_PORTS + (portClass - SYSTEM_PORTS) * WIDTH;
  }

  /** Number of ports in {@code portClass}. */
  static int width(int portClass) {
    return portClass < SYSTEM_PORTS ? 1 : Math.min(WIDTH, Flow.MAX_PORT + 1 - first(portClass));
  }
}
