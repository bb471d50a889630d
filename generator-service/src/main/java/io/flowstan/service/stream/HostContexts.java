package io.flowstan.service.stream;

import io.flowstan.service.clock.ClockState;
import io.flowstan.service.control.CommandLedger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * The state store of a task: host contexts by address (4 bytes, big endian), positions by page, the
 * clock and what is remembered of commands, on disk and in a changelog topic.
 *
 * <p>It tells its task right before Streams commits, whatever the reason (interval, rebalance,
 * close): so what changed is written once a commit, and no flow is committed without its host's
 * position behind it. That moment is the flushing of store caches, which only the internal {@link
 * WrappedStateStore} shows; the Kafka version is exact for such reasons.
 */
final class HostContexts extends WrappedStateStore<KeyValueStore<Bytes, byte[]>, Bytes, byte[]>
    implements ContextStore {
  /** Name of the store, and part of the changelog topic's name. */
  static final String NAME = "host-contexts";

  /** First byte of the keys of pages, the second is the page. */
  private static final byte PAGE = 'p';

  private static final Bytes CLOCK = Bytes.wrap("clock".getBytes(StandardCharsets.UTF_8));

  private static final Bytes COMMANDS = Bytes.wrap("commands".getBytes(StandardCharsets.UTF_8));

  private @Nullable Runnable beforeCommit;

  private HostContexts(KeyValueStore<Bytes, byte[]> store) {
    super(store);
  }

  /** Calls {@code action} right before each commit, on the task's thread. */
  void beforeCommit(@Nullable Runnable action) {
    beforeCommit = action;
  }

  @Override
  public void flushCache() {
    Runnable action = beforeCommit;
    if (action != null) {
      action.run();
    }
    super.flushCache();
  }

  @Override
  public @Nullable HostContext get(int address) {
    byte[] bytes = wrapped().get(key(address));
    if (bytes == null) {
      return null;
    }
    byte[] page = wrapped().get(pageKey(HostPositions.page(address)));
    return at(
        HostContext.fromBytes(bytes), page == null ? Map.of() : HostPositions.fromBytes(page));
  }

  private static HostContext at(HostContext context, Map<Integer, Long> positions) {
    Long position = positions.get(context.host().spec().address());
    return position == null ? context : context.at(position);
  }

  @Override
  public void putPositions(int page, byte[] positions) {
    wrapped().put(pageKey(page), positions);
  }

  @Override
  public void put(HostContext context) {
    wrapped().put(key(context.host().spec().address()), context.toBytes());
  }

  @Override
  public Contexts all() {
    Map<Integer, Long> positions = new HashMap<>();
    for (int page = 0; page < HostPositions.PAGES; page++) {
      byte[] bytes = wrapped().get(pageKey(page));
      if (bytes != null) {
        positions.putAll(HostPositions.fromBytes(bytes));
      }
    }
    return new StoredContexts(wrapped().all(), positions);
  }

  @Override
  public @Nullable ClockState clock() {
    byte[] bytes = wrapped().get(CLOCK);
    return bytes == null ? null : ClockState.fromBytes(bytes);
  }

  @Override
  public void putClock(ClockState state) {
    wrapped().put(CLOCK, state.toBytes());
  }

  @Override
  public CommandLedger commands() {
    byte[] bytes = wrapped().get(COMMANDS);
    return bytes == null ? new CommandLedger() : CommandLedger.fromBytes(bytes);
  }

  @Override
  public void putCommands(CommandLedger commands) {
    wrapped().put(COMMANDS, commands.toBytes());
  }

  private static Bytes key(int address) {
    return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(address).array());
  }

  private static Bytes pageKey(int page) {
    return Bytes.wrap(new byte[] {PAGE, (byte) page});
  }

  /** The hosts among the store's entries: those whose keys are addresses. */
  private static final class StoredContexts implements Contexts {
    private final KeyValueIterator<Bytes, byte[]> entries;
    private final Map<Integer, Long> positions;
    private @Nullable HostContext next;

    StoredContexts(KeyValueIterator<Bytes, byte[]> entries, Map<Integer, Long> positions) {
      this.entries = entries;
      this.positions = positions;
      step();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public HostContext next() {
      HostContext context = next;
      if (context == null) {
        throw new NoSuchElementException("no more contexts");
      }
      step();
      return context;
    }

    @Override
    public void close() {
      entries.close();
    }

    private void step() {
      next = null;
      while (next == null && entries.hasNext()) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        if (entry.key.get().length == Integer.BYTES) {
          next = at(HostContext.fromBytes(entry.value), positions);
        }
      }
    }
  }

  /** Builds the store, logged to a compacted changelog topic. */
  static final class Builder implements StoreBuilder<HostContexts> {
    private final StoreBuilder<KeyValueStore<Bytes, byte[]>> inner =
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingEnabled(Map.of());

    @Override
    public StoreBuilder<HostContexts> withCachingEnabled() {
      throw new UnsupportedOperationException(NAME + " writes once a commit and needs no cache");
    }

    @Override
    public StoreBuilder<HostContexts> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<HostContexts> withLoggingEnabled(Map<String, String> config) {
      inner.withLoggingEnabled(config);
      return this;
    }

    @Override
    public StoreBuilder<HostContexts> withLoggingDisabled() {
      throw new UnsupportedOperationException(NAME + " must survive its disk");
    }

    @Override
    public HostContexts build() {
      return new HostContexts(inner.build());
    }

    @Override
    public Map<String, String> logConfig() {
      return inner.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
      return inner.loggingEnabled();
    }

    @Override
    public String name() {
      return NAME;
    }
  }
}
