package io.flowstan.trainer.optimise;

import ai.djl.ndarray.NDManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One training run: epochs of steps until the budget, the patience or the epochs end.
 *
 * <p>Without a time limit the result is a function of objective, settings and thread count, to the
 * bit, also when the run is killed and resumed. A loop runs once.
 */
public final class TrainingLoop {
  /** Batches prepared ahead of the step. */
  private static final int BATCHES_AHEAD = 2;

  private final DjlEngine engine;
  private final OpsFactory ops;
  private final Objective objective;
  private final TrainingSettings settings;
  private final LongSupplier nanoTime;
  private final TrainingListener listener;
  private final ParameterLayout layout;
  private final LearningRateSchedule schedule;
  private final long totalSteps;

  private CheckpointState state = CheckpointState.beginning(Map.of());
  private float[] best;
  private long startNanos;
  private double elapsedBefore;
  private double lastCheckpointAt;

  /**
   * @param nanoTime a clock such as {@code System::nanoTime}
   */
  public TrainingLoop(
      DjlEngine engine,
      OpsFactory ops,
      Objective objective,
      TrainingSettings settings,
      LongSupplier nanoTime,
      TrainingListener listener) {
    this.engine = engine;
    this.ops = ops;
    this.objective = objective;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.layout = new ParameterLayout(objective.parameters());
    this.schedule =
        new LearningRateSchedule(
            settings.learningRate(), settings.warmUpSteps(), settings.finalLearningRateShare());
    long steps = 0;
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      steps += objective.trainingBatches(epoch);
    }
    if (steps == 0) {
      throw new TrainingException("no training batches: the data is empty");
    }
    this.totalSteps = steps;
    this.best = new float[layout.size()];
  }

  /** Trains, saving checkpoints where {@code checkpointing} is given. */
  public TrainingResult run(@Nullable Checkpointing checkpointing) {
    try (NDManager manager = engine.newManager()) {
      return run(checkpointing, manager);
    }
  }

  /** As {@link #run(Checkpointing)}, with tensors that belong to {@code manager}. */
  TrainingResult run(@Nullable Checkpointing checkpointing, NDManager manager) {
    Vectors start = begin(checkpointing);
    Learner learner = new Learner(engine, manager, ops, objective, layout, settings, start);
    while (state.stopped() == null) {
      boolean timeLeft = trainEpoch(learner, checkpointing);
      endEpoch(learner, timeLeft);
      save(checkpointing, learner);
    }
    return new TrainingResult(
        layout.weights(best),
        state.stopping().bestEpoch(),
        state.history(),
        state.step(),
        state.flows(),
        state.elapsedSeconds(),
        state.stopped(),
        engine.description());
  }

  /** Puts {@link #state} where the run goes on, and returns the vectors of that place. */
  private Vectors begin(@Nullable Checkpointing checkpointing) {
    startNanos = nanoTime.getAsLong();
    Vectors beginning = Vectors.beginning(layout.initialValues(settings.seed()));
    if (checkpointing == null) {
      return beginning;
    }
    Map<String, String> identity = new LinkedHashMap<>(settings.identity());
    identity.putAll(checkpointing.identity());
    identity.put("parameters", layout.description());
    state = CheckpointState.beginning(identity);
    if (!checkpointing.resume()) {
      return beginning;
    }
    CheckpointFolder.Saved saved =
        new CheckpointFolder(checkpointing.folder())
            .load(identity, layout.size())
            .orElseThrow(
                () ->
                    new TrainingException(
                        checkpointing.folder()
                            + ": no checkpoint to resume; start without resuming"));
    best = saved.vectors().best();
    state = saved.state();
    elapsedBefore = state.elapsedSeconds();
    lastCheckpointAt = elapsedBefore;
    return saved.vectors();
  }

  /** Takes the epoch's remaining steps; false where the time limit cut it short. */
  private boolean trainEpoch(Learner learner, @Nullable Checkpointing checkpointing) {
    int epoch = state.epoch();
    try (BatchQueue batches =
        new BatchQueue(() -> objective.epoch(settings.seed(), epoch), BATCHES_AHEAD)) {
      for (int done = 0; done < state.batch(); done++) {
        batches.next();
      }
      double before = elapsed();
      while (batches.hasNext()) {
        TrainingBatch batch = batches.next();
        Learner.Figures figures =
            learner.step(batch, state.step() + 1, schedule.rate(state.step(), progress()));
        double now = elapsed();
        state = advanced(figures, now, now - before);
        before = now;
        listener.stepped(epoch, state.step(), progress(), figures.nll());
        if (timeIsUp()) {
          return false;
        }
        if (checkpointing != null
            && now - lastCheckpointAt >= checkpointing.every().toMillis() / 1e3) {
          save(checkpointing, learner);
        }
      }
      return true;
    }
  }

  private CheckpointState advanced(Learner.Figures figures, double now, double seconds) {
    return new CheckpointState(
        state.identity(),
        state.epoch(),
        state.batch() + 1,
        state.step() + 1,
        state.flows() + figures.flows(),
        now,
        state.epochNats().plus(figures.flows(), figures.nats()),
        state.epochSeconds() + seconds,
        state.stopping(),
        state.history(),
        null);
  }

  private void endEpoch(Learner learner, boolean timeLeft) {
    int epoch = state.epoch();
    NatsPerFlow validation;
    try (BatchQueue batches = new BatchQueue(objective::validation, BATCHES_AHEAD)) {
      validation = learner.evaluate(batches);
    }
    if (!Double.isFinite(validation.total())) {
      throw new TrainingException(
          "epoch "
              + epoch
              + ": validation over "
              + validation.flows()
              + " flows gives "
              + validation.means()
              + ": expected at least one flow and finite nats");
    }
    EarlyStopping stopping = state.stopping().after(epoch, validation.total());
    if (stopping.improved()) {
      best = learner.averagedWeights();
    }
    double elapsed = elapsed();
    double progress = progress();
    EpochReport report =
        new EpochReport(
            epoch,
            state.step(),
            state.epochNats(),
            validation,
            schedule.rate(state.step(), progress),
            state.epochNats().flows() / Math.max(1e-9, state.epochSeconds()),
            elapsed,
            progress > 0 ? elapsed * (1 - progress) / progress : 0,
            stopping.improved());
    List<EpochReport> history = new ArrayList<>(state.history());
    history.add(report);
    state =
        new CheckpointState(
            state.identity(),
            epoch + 1,
            0,
            state.step(),
            state.flows(),
            elapsed,
            NatsPerFlow.NOTHING,
            0,
            stopping,
            history,
            stopped(epoch, timeLeft && !timeIsUp(), stopping));
    listener.epochEnded(report);
  }

  private TrainingResult.@Nullable Stopped stopped(
      int epoch, boolean timeLeft, EarlyStopping stopping) {
    if (epoch + 1 >= settings.epochs()) {
      return TrainingResult.Stopped.EPOCHS_DONE;
    }
    if (!timeLeft) {
      return TrainingResult.Stopped.TIME_IS_UP;
    }
    return stopping.exhausted(settings.patience()) ? TrainingResult.Stopped.NO_IMPROVEMENT : null;
  }

  private void save(@Nullable Checkpointing checkpointing, Learner learner) {
    if (checkpointing != null) {
      new CheckpointFolder(checkpointing.folder()).save(state, learner.vectors(best));
      lastCheckpointAt = elapsed();
      listener.checkpointed(checkpointing.folder());
    }
  }

  private double elapsed() {
    return elapsedBefore + (nanoTime.getAsLong() - startNanos) / 1e9;
  }

  private boolean timeIsUp() {
    Duration limit = settings.timeLimit();
    return limit != null && elapsed() >= limit.toMillis() / 1e3;
  }

  /** The larger share used of the two budgets, steps and time. */
  private double progress() {
    double ofSteps = state.step() / (double) totalSteps;
    Duration limit = settings.timeLimit();
    double ofTime = limit == null ? 0 : elapsed() / (limit.toMillis() / 1e3);
    return Math.min(1, Math.max(ofSteps, ofTime));
  }
}
