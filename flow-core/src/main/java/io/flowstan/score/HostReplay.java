package io.flowstan.score;

import io.flowstan.codec.CodedFlow;
import io.flowstan.codec.FlowCodec;
import io.flowstan.codec.HostContext;
import io.flowstan.codec.Memory;
import io.flowstan.flow.Flow;

/** A recorded host at one of its flows: its context before that flow, as serving would have it. */
final class HostReplay {
  private final RecordedHost host;
  private final Memory memory;
  private final FlowCodec codec;
  private final CodedFlow coded = new CodedFlow();
  private final float[] profile;
  private HostContext context;
  private int at;

  /** The context's vector, valid for {@link #vectorTick}. */
  final float[] vector;

  long vectorTick = Long.MIN_VALUE;

  HostReplay(RecordedHost host, Memory memory, FlowCodec codec, int contextSize) {
    this.host = host;
    this.memory = memory;
    this.codec = codec;
    this.vector = new float[contextSize];
    this.context = memory.before(new HostContext(host.address(), host.startSecond()));
    this.profile = new float[host.profile().size()];
    for (int i = 0; i < profile.length; i++) {
      profile[i] = host.profile().get(i);
    }
  }

  boolean hasNext() {
    return at < host.flows().size();
  }

  /** The next flow, in code. */
  CodedFlow encode() {
    codec.encode(context, next(), coded);
    return coded;
  }

  /** Moves behind the flow that was encoded last. */
  void observe() {
    codec.observe(context, next(), coded);
    context = memory.before(context);
    at++;
  }

  /** Moves behind all flows that end at or before {@code second}. */
  void advanceTo(long second) {
    while (hasNext() && next().endSecond() <= second) {
      encode();
      observe();
    }
  }

  HostContext context() {
    return context;
  }

  float[] profile() {
    return profile;
  }

  private Flow next() {
    return host.flows().get(at);
  }
}
