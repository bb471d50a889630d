package io.flowstan.service.stream;

import io.flowstan.service.population.AddressGrid;
import io.flowstan.service.population.HostGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of this process have committed, and how their work is shared: the numbers behind
 * the live line and the summary.
 *
 * <p>A flow counts once its task is about to commit it; flows of a task that dies before do not.
 */
public final class FlowTally {
  private static final int PROTOCOLS = 256;

  private final AtomicLongArray committed = new AtomicLongArray(PROTOCOLS);
  private final Set<Task> tasks = ConcurrentHashMap.newKeySet();
  private final AddressGrid grid;
  private final AtomicLongArray committedByCell;
  private final LatestErrors errors = new LatestErrors();

  /** Of hosts in the network that is declared where none is. */
  public FlowTally() {
    this(new AddressGrid(HostGroup.NETWORK));
  }

  /** Of hosts that are told apart by the cells of {@code grid}. */
  public FlowTally(AddressGrid grid) {
    this.grid = grid;
    this.committedByCell = new AtomicLongArray(grid.cells());
  }

  /** Flows committed. */
  public long flows() {
    long sum = 0;
    for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
      sum += committed.get(protocol);
    }
    return sum;
  }

  /** Flows committed by protocol number; protocols without a flow are absent. */
  public Map<Integer, Long> flowsByProtocol() {
    Map<Integer, Long> flows = new TreeMap<>();
    for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
      if (committed.get(protocol) > 0) {
        flows.put(protocol, committed.get(protocol));
      }
    }
    return flows;
  }

  /** The parts of the address space that flows are counted by. */
  public AddressGrid grid() {
    return grid;
  }

  /** Flows committed by cell of {@link #grid}. */
  public long[] flowsByCell() {
    long[] flows = new long[grid.cells()];
    for (int cell = 0; cell < flows.length; cell++) {
      flows[cell] = committedByCell.get(cell);
    }
    return flows;
  }

  /** What went wrong last. */
  public LatestErrors errors() {
    return errors;
  }

  /** Hosts that the tasks of this process simulate. */
  public int hosts() {
    return tasks.stream().mapToInt(task -> task.hosts).sum();
  }

  /** Whether every task has sent all that it may ever send, and some had something to send. */
  public boolean isFinished() {
    return hosts() > 0 && tasks.stream().allMatch(task -> task.finished);
  }

  /** Where each task of this process stands, by partition. */
  public List<TaskStatus> status() {
    List<TaskStatus> all = new ArrayList<>();
    for (Task task : tasks) {
      TaskStatus status = task.status;
      if (status != null) {
        all.add(status);
      }
    }
    all.sort(Comparator.comparingInt(TaskStatus::partition));
    return all;
  }

  /** Starts the numbers of one task. */
  Task open() {
    Task task = new Task();
    tasks.add(task);
    return task;
  }

  /** The numbers of one task: written by its thread, read by any. */
  final class Task implements AutoCloseable {
    private final long[] sent = new long[PROTOCOLS];
    private final long[] sentByCell = new long[grid.cells()];
    private volatile int hosts;
    private volatile boolean finished;
    private volatile @Nullable TaskStatus status;

    void count(int protocol, int host) {
      sent[protocol]++;
      int cell = grid.cell(host);
      if (cell >= 0) {
        sentByCell[cell]++;
      }
    }

    void hosts(int count) {
      hosts = count;
    }

    void finished(boolean now) {
      finished = now;
    }

    void commit() {
      for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
        if (sent[protocol] != 0) {
          committed.addAndGet(protocol, sent[protocol]);
          sent[protocol] = 0;
        }
      }
      for (int cell = 0; cell < sentByCell.length; cell++) {
        if (sentByCell[cell] != 0) {
          committedByCell.addAndGet(cell, sentByCell[cell]);
          sentByCell[cell] = 0;
        }
      }
    }

    void status(TaskStatus now) {
      status = now;
    }

    @Override
    public void close() {
      tasks.remove(this);
    }
  }
}
