package io.flowstan.trainer.network;

import io.flowstan.codec.CodecSpec;
import io.flowstan.codec.Head;
import io.flowstan.codec.HostContext;
import io.flowstan.profile.FlowShare;
import io.flowstan.trainer.network.Drawer.Drawn;
import io.flowstan.trainer.network.Drawer.Mixture;
import io.flowstan.trainer.tensor.TensorOps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network as a program: encode the context, then draw the attributes of the next flow one after
 * the other, each given the context and the ones before it.
 *
 * <p>It follows STAN (arXiv:2009.12740: autoregressive convolution, mixture density heads for
 * continuous attributes, softmax heads for discrete ones) and departs from it where measurements
 * say so: one shared network for all attributes, dilated convolutions over 32 flows, a three-hour
 * context, copies of peers, services and ports, and hard rules as masks on logits and bounds of
 * distributions.
 *
 * <p>Every head has a slice of one vector that the contexts give. What is drawn is a short vector
 * each, and a head adds a product of all of those before it to its slice.
 *
 * @param <T> the back end's tensor
 */
final class FlowNetwork<T> {
  /**
   * Added to the logit of a class that is ruled out: its probability is exactly zero in float32,
   * however far below zero the logits of the others lie.
   */
  static final float MASKED = -1e30f;

  /** What {@link HostContext#writeServices} gives for one flow. */
  private static final float ONCE = HostContext.scaledCount(1);

  /** The unit of what it gives. */
  private static final float COUNT_UNIT = 1 / 64f;

  private final TensorOps<T> ops;
  private final NetworkShape shape;
  private final RuleTables rules;

  /** What the contexts say to all heads but the first octet's; float32 [N, (heads - 1) * width]. */
  private T contexts;

  /**
   * What is drawn so far, as vectors side by side; float32 [N, D] with D growing; null at first.
   */
  private @Nullable T drawn;

  FlowNetwork(TensorOps<T> ops, NetworkShape shape) {
    this.ops = ops;
    this.shape = shape;
    this.rules = new RuleTables(shape);
    this.contexts = ops.constant(new float[] {0}, 1, 1);
  }

  TensorOps<T> ops() {
    return ops;
  }

  NetworkShape shape() {
    return shape;
  }

  /**
   * The three-hour context as one vector: two convolutions with stride and a dense layer.
   *
   * @param ticks float32 [M, 36, 10], oldest first
   * @param calendar float32 [M, 8]
   * @return float32 [M, context width]
   */
  T context(T ticks, T calendar) {
    T x = ops.reshape(ticks, -1, 12, 3L * HostContext.TICK_FEATURES);
    x = ops.relu(dense("context.quarter-hour", x));
    x = ops.reshape(x, -1, 3, 4L * NetworkParameters.QUARTER_HOUR);
    x = ops.relu(dense("context.hour", x));
    x = ops.reshape(x, -1, 3L * NetworkParameters.HOUR);
    return ops.tanh(dense("context.all", ops.concat(1, List.of(x, calendar))));
  }

  /** Rows as features and codes to embedded rows: [.., R, 24], [.., R, 3] to [.., R, row width]. */
  T embedRows(T features, T codes, int length) {
    return ops.relu(dense("row", withEmbeddings(features, codes, -1, length)));
  }

  /** The same of rows that are not in windows: [M, 24], [M, 3] to [M, row width]. */
  T embedFlat(T features, T codes) {
    return ops.relu(dense("row", withEmbeddings(features, codes, -1)));
  }

  /** One dilated layer on pairs of positions: [.., 2 * width before] to [.., width]. */
  T layer(int layer, T pairs) {
    return ops.relu(dense("layer." + layer, pairs));
  }

  /** Draws or scores all attributes of N flows with {@code drawer}. */
  Attributes<T> run(NetworkInputs<T> inputs, Drawer<T> drawer) {
    NetworkInputs.Moment<T> moment = inputs.moment();
    NetworkInputs.Encoded<T> encoded = inputs.encode(this);
    T joined =
        ops.concat(
            1,
            List.of(
                encoded.window(),
                encoded.last(),
                moment.now(),
                moment.context(),
                moment.profile()));
    T trunk = inputs.thinned(ops, ops.relu(dense("trunk", joined)));
    contexts =
        ops.add(
            ops.matmul(trunk, withoutOctet(ops.parameter("heads.weight"))),
            withoutOctet(ops.parameter("heads.bias")));

    Steering<T> steering = new Steering<>(ops, shape.codec(), moment.steering());
    Drawn<T> gap = number(drawer, Head.GAP, take(Head.GAP), rules.gap(ops), steering.gaps());
    fold(Head.GAP, gap);

    T peer = drawer.pick(Head.PEER, peerLogits(inputs, moment, steering, take(Head.PEER)));
    foldTable(Head.PEER, peer);
    NetworkInputs.Reference<T> reference = inputs.reference(ops, peer);
    foldReference(reference);
    T event = ops.reshape(ops.toFloat(peer), -1, 1);
    T isReply = ops.less(event, scalar(CodecSpec.REPLIES));
    T isNew = ops.equal(event, scalar(CodecSpec.NEW_PEER));
    T notReply = ops.sub(scalar(1), isReply);
    T isRecent = ops.mul(notReply, ops.sub(scalar(1), isNew));
    T isReplyFlat = ops.reshape(isReply, -1);

    // a reply goes the other way, by the same protocol, to the same service
    T wayBack = ops.toLong(ops.reshape(ops.sub(scalar(1), feature(reference, 3)), -1));
    T direction = overrule(isReplyFlat, wayBack, pick(drawer, Head.DIRECTION, noMask(), notReply));
    foldTable(Head.DIRECTION, direction);

    T referredProtocol = ops.sub(code(reference, 2), ops.constant(new long[] {1}, 1));
    T protocol =
        overrule(
            isReplyFlat,
            referredProtocol,
            pick(drawer, Head.PROTOCOL, steering.protocols(), notReply));
    foldTable(Head.PROTOCOL, protocol);

    T sameProtocol =
        ops.reshape(ops.equal(ops.toFloat(protocol), ops.toFloat(referredProtocol)), -1, 1);
    T hadPorts = ops.add(feature(reference, 5), feature(reference, 6));
    T copyable = ops.mul(isRecent, sameProtocol);
    T service =
        overrule(
            isReplyFlat,
            code(reference, 0),
            drawer.pick(
                Head.SERVICE,
                serviceLogits(
                    moment.services(),
                    rules.services(ops, protocol, copyable),
                    steering,
                    protocol,
                    take(Head.SERVICE)),
                notReply));
    foldService(service);

    T isCopy = ops.equal(ops.reshape(ops.toFloat(service), -1, 1), scalar(CodecSpec.COPY_SERVICE));
    T isRest = ops.mul(notReply, lookup(rules.restServices(ops), service));
    T restBin = pick(drawer, Head.SERVICE_PORT, noMask(), isRest);
    T servicePort = drawer.portInBin(Head.SERVICE_PORT, rules.portBin(ops, next(restBin), 0));
    foldTable(Head.SERVICE_PORT, restBin);

    T ownHasPort = lookup(rules.servicesWithPort(ops), service);
    T hasPort = ops.mul(notReply, ops.where(isCopy, hadPorts, ownHasPort));
    T atHost = ops.where(isCopy, feature(reference, 4), lookup(rules.servicesAtHost(ops), service));
    T last =
        ops.where(
            atHost, ops.slice(moment.lastPorts(), 1, 0, 1), ops.slice(moment.lastPorts(), 1, 1, 2));
    T copyablePort = ops.mul(isRecent, hadPorts);
    T other = pick(drawer, Head.OTHER_PORT, rules.otherPort(ops, copyablePort, last), hasPort);
    int firstBin = shape.codec().firstPortBin();
    T otherPort = drawer.portInBin(Head.OTHER_PORT, rules.portBin(ops, next(other), firstBin));
    foldTable(Head.OTHER_PORT, other);

    T octet = pick(drawer, Head.FIRST_OCTET, noMask(), isNew);
    foldTable(Head.FIRST_OCTET, octet);

    T tos = drawer.pick(Head.TOS, classLogits(Head.TOS));
    foldTable(Head.TOS, tos);

    T flags = drawer.pick(Head.FLAGS, ops.add(classLogits(Head.FLAGS), rules.flags(ops, protocol)));
    foldTable(Head.FLAGS, flags);

    Drawn<T> packets = packets(drawer, take(Head.PACKETS), steering, protocol, flags);
    fold(Head.PACKETS, packets);

    RuleTables.Bounds<T> bounds = rules.bytes(ops, protocol, flags, packets.value());
    Drawn<T> bytes = bytes(drawer, take(Head.BYTES), bounds, packets.ln());
    fold(Head.BYTES, bytes);

    T isSingle = ops.equal(packets.value(), scalar(1));
    T instant = feature(reference, HostContext.INSTANT);
    T nothingToCopy = ops.max(ops.sub(scalar(1), isReply), instant);
    Drawn<T> duration =
        number(
            drawer,
            Head.DURATION,
            take(Head.DURATION),
            rules.duration(ops),
            rules.durations(ops, isSingle, nothingToCopy));
    fold(Head.DURATION, duration);

    T label = drawer.pick(Head.LABEL, classLogits(Head.LABEL));
    return new Attributes<>(
        gap.value(),
        List.of(peer, direction, protocol, service),
        servicePort,
        other,
        otherPort,
        List.of(octet, tos, flags),
        List.of(packets.value(), bytes.value(), duration.value()),
        label);
  }

  /**
   * All attributes of N flows.
   *
   * @param gap float32 [N, 1]
   * @param first peer event, direction, protocol, service; int64 [N] each
   * @param servicePort float32 [N]
   * @param otherClass int64 [N]
   * @param otherPort float32 [N]
   * @param second first octet, ToS, flags; int64 [N] each
   * @param sizes packets, bytes, duration steps; float32 [N, 1] each
   * @param label int64 [N]
   */
  record Attributes<T>(
      T gap,
      List<T> first,
      T servicePort,
      T otherClass,
      T otherPort,
      List<T> second,
      List<T> sizes,
      T label) {

    /** The columns of {@link io.flowstan.codec.CodedFlow#readDrawn}: float32 [N, 15]. */
    T columns(TensorOps<T> ops) {
      var columns = new ArrayList<T>();
      columns.add(gap);
      first.forEach(x -> columns.add(column(ops, ops.toFloat(x))));
      columns.add(column(ops, servicePort));
      columns.add(column(ops, ops.toFloat(otherClass)));
      columns.add(column(ops, otherPort));
      second.forEach(x -> columns.add(column(ops, ops.toFloat(x))));
      columns.addAll(sizes);
      columns.add(column(ops, ops.toFloat(label)));
      return ops.concat(1, columns);
    }

    private static <T> T column(TensorOps<T> ops, T x) {
      return ops.reshape(x, -1, 1);
    }
  }

  /**
   * Services have many classes, so that what the hidden layer, the rules and the steering say is
   * one product. A service that the host has had is weighed by that it has, and by how often, as
   * the hidden layer says.
   */
  private T serviceLogits(T services, Term<T> rules, Steering<T> steering, T protocol, T hidden) {
    String name = Head.SERVICE.title();
    Term<T> kinds = steering.services(protocol);
    T from = ops.concat(1, List.of(hidden, rules.factors(), kinds.factors()));
    T by =
        ops.concat(0, List.of(ops.parameter(name + ".weight"), rules.classes(), kinds.classes()));
    T logits = ops.add(ops.matmul(from, by), ops.parameter(name + ".bias"));
    T gates = dense("service.used", hidden);
    T often =
        ops.add(ops.mul(ops.slice(gates, 1, 0, 1), scalar(COUNT_UNIT)), steering.usualServices());
    T ever = ops.mul(ops.slice(gates, 1, 1, 2), scalar(1 / ONCE));
    T had = ops.min(services, scalar(ONCE));
    return ops.add(logits, ops.add(ops.mul(services, often), ops.mul(had, ever)));
  }

  /**
   * A term of logits as a product.
   *
   * @param factors float32 [N, F]
   * @param classes float32 [F, C]
   */
  record Term<T>(T factors, T classes) {}

  private T peerLogits(
      NetworkInputs<T> inputs, NetworkInputs.Moment<T> moment, Steering<T> steering, T hidden) {
    T answers = inputs.answers(ops, dense("peer.answer", hidden));
    answers = ops.add(ops.add(answers, ops.parameter("peer.answer-place")), steering.answers());
    T peers = inputs.peers(ops, dense("peer.recent", hidden));
    peers = ops.add(peers, ops.parameter("peer.recent-place"));
    int count = HostContext.KNOWN_PEERS;
    T known = ops.lessOrEqual(places(), ops.slice(moment.now(), 1, count, count + 1L));
    return ops.concat(
        1,
        List.of(
            masked(answers, inputs.mayAnswer(ops)),
            steering.peers(masked(peers, known)),
            ops.add(dense("peer.new", hidden), steering.newPeer())));
  }

  /** How many peers must be known for each of the places to be taken, by 64: float32 [1, 64]. */
  private T places() {
    float[] places = new float[CodecSpec.PEERS];
    for (int place = 0; place < CodecSpec.PEERS; place++) {
      places[place] = (place + 1f) / CodecSpec.PEERS;
    }
    return ops.constant(places, 1, CodecSpec.PEERS);
  }

  private T masked(T logits, T allowed) {
    return ops.where(allowed, logits, scalar(MASKED));
  }

  private Drawn<T> number(Drawer<T> drawer, Head head, T hidden, NumberRange<T> range, T mask) {
    T logits = ops.add(dense(head.title(), hidden), mask);
    T none = scalar(0);
    Mixture<T> mixture = mixture(head, hidden, none, range.lo(), range.hi());
    return drawer.number(head, logits, range.listed(), mixture);
  }

  private Drawn<T> packets(Drawer<T> drawer, T hidden, Steering<T> steering, T protocol, T flags) {
    T leaning =
        ops.add(rules.packetsMask(ops, flags), ops.mul(steering.large(), rules.largeFlow(ops)));
    T logits = ops.add(dense(Head.PACKETS.title(), hidden), leaning);
    T most = steering.mostPackets(rules.isTcp(ops, protocol));
    NumberRange<T> range = rules.packets(ops, most);
    Mixture<T> mixture =
        mixture(Head.PACKETS, hidden, scalar(0), range.lo(), range.hi())
            .bounded(ops)
            .tilted(ops, (float) Math.log(FlowShare.HUGE_FROM), steering.huge());
    return drawer.number(Head.PACKETS, logits, range.listed(), mixture);
  }

  private Drawn<T> bytes(Drawer<T> drawer, T hidden, RuleTables.Bounds<T> bounds, T lnPackets) {
    T logits = rules.withinBounds(ops, bounds, dense(Head.BYTES.title(), hidden));
    Mixture<T> mixture = mixture(Head.BYTES, hidden, lnPackets, bounds.lo(), bounds.hi());
    return drawer.number(Head.BYTES, logits, rules.byteValues(ops), mixture);
  }

  private Mixture<T> mixture(Head head, T hidden, T shift, T lo, T hi) {
    int k = shape.components(head);
    T raw = dense(head.title() + ".mixture", hidden);
    boolean shared = NetworkShape.sharesComponents(head);
    T offset = shared ? ops.parameter(head.title() + ".centre") : ops.slice(raw, 1, k, 2L * k);
    T scale = shared ? ops.parameter(head.title() + ".scale") : ops.slice(raw, 1, 2L * k, 3L * k);
    // many components begin narrow, few of them wide; shared ones leave no gaps between them, where
    // the flows of other hosts may lie
    float begin = shared ? 2 : 1;
    float narrowest = shared ? -3 : -7;
    T lnScale = ops.clip(ops.sub(scale, scalar(begin)), narrowest, 3);
    T centre = ops.add(offset, rules.spread(ops, head));
    T logits = shared ? raw : ops.slice(raw, 1, 0, k);
    return new Mixture<>(logits, shared, centre, lnScale, shift, lo, hi);
  }

  /** A whole-number head's listed values [C + 1, 1] and the bounds of its mixture [1, 1]. */
  record NumberRange<T>(T listed, T lo, T hi) {}

  private T pick(Drawer<T> drawer, Head head, T mask, T applies) {
    return drawer.pick(head, ops.add(classLogits(head), mask), applies);
  }

  private T classLogits(Head head) {
    return dense(head.title(), take(head));
  }

  /** The hidden layer of {@code head}, float32 [N, width]. */
  private T take(Head head) {
    T given = drawn == null ? null : ops.matmul(drawn, ops.parameter(head.title() + ".given"));
    if (head == Head.FIRST_OCTET && given != null) {
      return ops.relu(given);
    }
    int place = head.column() - (head.column() > Head.FIRST_OCTET.column() ? 1 : 0);
    long from = (long) place * shape.head();
    T own = ops.slice(contexts, 1, from, from + shape.head());
    return ops.relu(given == null ? own : ops.add(own, given));
  }

  /** Lets the heads to come see {@code vectors}, float32 [N, d] each. */
  private void give(List<T> vectors) {
    List<T> parts = new ArrayList<>();
    if (drawn != null) {
      parts.add(drawn);
    }
    parts.addAll(vectors);
    drawn = parts.size() == 1 ? parts.get(0) : ops.concat(1, parts);
  }

  /** Gives a number on: its class's row, and its logarithm. */
  private void fold(Head head, Drawn<T> number) {
    give(
        List.of(
            ops.gatherRows(ops.parameter(head.title() + ".drawn"), number.index()), number.ln()));
  }

  /** Gives on row {@code index + 1} of the head's table: row 0 is "does not apply". */
  private void foldTable(Head head, T index) {
    give(List.of(ops.gatherRows(ops.parameter(head.title() + ".drawn"), next(index))));
  }

  private T next(T index) {
    return ops.add(index, ops.constant(new long[] {1}, 1));
  }

  private void foldService(T service) {
    give(List.of(ops.gatherRows(ops.parameter("embedding.service"), service)));
  }

  private void foldReference(NetworkInputs.Reference<T> reference) {
    T x =
        ops.concat(
            1,
            List.of(
                reference.features(),
                ops.gatherRows(ops.parameter("embedding.service"), code(reference, 0)),
                ops.gatherRows(ops.parameter("embedding.tos"), code(reference, 1))));
    give(List.of(ops.matmul(x, ops.parameter("reference.drawn"))));
  }

  private T withEmbeddings(T features, T codes, long... rows) {
    T service = ops.reshape(ops.slice(codes, -1, 0, 1), rows);
    T tos = ops.reshape(ops.slice(codes, -1, 1, 2), rows);
    return ops.concat(
        -1,
        List.of(
            features,
            ops.gatherRows(ops.parameter("embedding.service"), service),
            ops.gatherRows(ops.parameter("embedding.tos"), tos)));
  }

  /** Feature {@code at} of the referred flow, float32 [N, 1]. */
  private T feature(NetworkInputs.Reference<T> reference, int at) {
    return ops.slice(reference.features(), 1, at, at + 1L);
  }

  /** Code {@code at} of the referred flow, int64 [N]. */
  private T code(NetworkInputs.Reference<T> reference, int at) {
    return ops.reshape(ops.slice(reference.codes(), 1, at, at + 1L), -1);
  }

  private T lookup(T table, T index) {
    return ops.gatherRows(table, index);
  }

  private T overrule(T condition, T whenTrue, T otherwise) {
    return ops.toLong(ops.where(condition, ops.toFloat(whenTrue), ops.toFloat(otherwise)));
  }

  /**
   * The columns of all heads but the first octet's, which goes by what is drawn alone: what it
   * learned of hosts would be the addresses of their peers.
   *
   * @param x float32 [R, heads * width]
   */
  private T withoutOctet(T x) {
    long from = (long) Head.FIRST_OCTET.column() * shape.head();
    long to = from + shape.head();
    long all = (long) Head.values().length * shape.head();
    return ops.concat(1, List.of(ops.slice(x, 1, 0, from), ops.slice(x, 1, to, all)));
  }

  private T noMask() {
    return scalar(0);
  }

  private T dense(String name, T x) {
    return ops.add(ops.matmul(x, ops.parameter(name + ".weight")), ops.parameter(name + ".bias"));
  }

  private T scalar(float value) {
    return ops.constant(new float[] {value}, 1, 1);
  }
}
