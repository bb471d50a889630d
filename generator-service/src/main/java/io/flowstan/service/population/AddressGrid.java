package io.flowstan.service.population;

import io.flowstan.flow.Network;

/**
 * A network cut into at most 256 networks of equal size: the cells of a map of hosts.
 *
 * @param network what is cut
 */
public record AddressGrid(Network network) {
  private static final int CELL_BITS = 8;

  /** Number of cells: 256, or as many as a smaller network has addresses. */
  public int cells() {
    return 1 << Math.min(CELL_BITS, 32 - network.prefixLength());
  }

  /** The cell of {@code address}, or -1 where it lies outside. */
  public int cell(int address) {
    int bits = 32 - network.prefixLength();
    if (!network.contains(address)) {
      return -1;
    }
    return (address - network.base()) >>> Math.max(0, bits - CELL_BITS);
  }

  /** The addresses of a cell. */
  public Network networkOf(int cell) {
    int bits = Math.max(0, 32 - network.prefixLength() - CELL_BITS);
    return new Network(network.base() + (cell << bits), 32 - bits);
  }
}
