package io.flowstan.trainer.tensor;

import static io.flowstan.trainer.tensor.OpCase.Argument.floats;
import static io.flowstan.trainer.tensor.OpCase.Argument.longs;
import static io.flowstan.trainer.tensor.OpCase.Argument.positive;
import static io.flowstan.trainer.tensor.OpCase.Argument.shape;
import static io.flowstan.trainer.tensor.OpCase.Argument.weight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** One operation with small arguments and the result worked out by hand. */
record OpCase(String name, List<Argument> arguments, Operation operation, double[] expected) {

  /** An expression over both back ends, written once. */
  interface Operation {
    Object apply(TensorOps<Object> ops, List<Object> x);
  }

  /**
   * One argument of an operation.
   *
   * @param bound random int64 values lie in 0..bound-1; 0 for float32
   * @param lowest random float32 values lie in lowest..2
   * @param weight a parameter, else an input whose first axis is the batch
   */
  record Argument(double[] values, long[] shape, int bound, double lowest, boolean weight) {
    static long[] shape(long... lengths) {
      return lengths;
    }

    static Argument floats(long[] shape, double... values) {
      return new Argument(values, shape, 0, -2, false);
    }

    static Argument positive(long[] shape, double... values) {
      return new Argument(values, shape, 0, 0.1, false);
    }

    static Argument weight(long[] shape, double... values) {
      return new Argument(values, shape, 0, -2, true);
    }

    static Argument longs(int bound, long[] shape, double... values) {
      return new Argument(values, shape, bound, 0, false);
    }

    Argument drawn(SplittableRandom random) {
      double[] drawn = new double[values.length];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = bound > 0 ? random.nextInt(bound) : (float) random.nextDouble(lowest, 2);
      }
      return new Argument(drawn, shape, bound, lowest, weight);
    }

    boolean isLong() {
      return bound > 0;
    }

    float[] asFloats() {
      float[] result = new float[values.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = (float) values[i];
      }
      return result;
    }

    long[] asLongs() {
      return Arrays.stream(values).mapToLong(v -> (long) v).toArray();
    }
  }

  OpCase drawn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Argument> drawn = new ArrayList<>();
    arguments.forEach(argument -> drawn.add(argument.drawn(random)));
    return new OpCase(name, drawn, operation, expected);
  }

  @Override
  public String toString() {
    return name;
  }

  private static OpCase of(
      String name, List<Argument> arguments, Operation operation, double... expected) {
    return new OpCase(name, arguments, operation, expected);
  }

  private static Argument square() {
    return floats(shape(2, 2), 1, -2, 3, 0.5);
  }

  private static Argument other() {
    return floats(shape(2, 2), 2, -2, -1, 4);
  }

  private static Argument cube() {
    return floats(shape(2, 3, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  static List<OpCase> all() {
    Argument wide = floats(shape(2, 3), 1, 2, 3, 4, 5, 6);
    Argument matrix = weight(shape(3, 2), 1, 0, 0, 1, 1, 1);
    Argument row = weight(shape(2), 10, 20);
    Argument table = weight(shape(3, 2), 1, 2, 3, 4, 5, 6);
    Argument pair = longs(2, shape(2), 1, 0);
    return List.of(
        of(
            "parameter",
            List.of(square(), row),
            (o, x) -> o.add(x.get(0), x.get(1)),
            11,
            18,
            13,
            20.5),
        of(
            "floatConstant",
            List.of(square()),
            (o, x) -> o.add(x.get(0), o.constant(new float[] {1, 2}, 2)),
            2,
            0,
            4,
            2.5),
        of(
            "scalarConstant",
            List.of(square()),
            (o, x) -> o.mul(x.get(0), o.constant(new float[] {2})),
            2,
            -4,
            6,
            1),
        of(
            "longConstant",
            List.of(pair),
            (o, x) -> o.add(x.get(0), o.constant(new long[] {1L << 40})),
            (1L << 40) + 1,
            1L << 40),
        of("matmul", List.of(wide, matrix), (o, x) -> o.matmul(x.get(0), x.get(1)), 4, 5, 10, 11),
        of(
            "matmulOfRank3",
            List.of(cube(), weight(shape(2, 1), 1, -1)),
            (o, x) -> o.matmul(x.get(0), x.get(1)),
            -1,
            -1,
            -1,
            -1,
            -1,
            -1),
        of(
            "matmulThenAddVector",
            List.of(wide, matrix, row),
            (o, x) -> o.add(o.matmul(x.get(0), x.get(1)), x.get(2)),
            14,
            25,
            20,
            31),
        of(
            "addVectorThenMatmul",
            List.of(wide, matrix, row),
            (o, x) -> o.add(x.get(2), o.matmul(x.get(0), x.get(1))),
            14,
            25,
            20,
            31),
        of("add", List.of(square(), other()), (o, x) -> o.add(x.get(0), x.get(1)), 3, -4, 2, 4.5),
        of(
            "addBroadcasts",
            List.of(cube(), floats(shape(2, 1, 2), 10, 20, 30, 40)),
            (o, x) -> o.add(x.get(0), x.get(1)),
            11,
            22,
            13,
            24,
            15,
            26,
            37,
            48,
            39,
            50,
            41,
            52),
        of("sub", List.of(square(), other()), (o, x) -> o.sub(x.get(0), x.get(1)), -1, 0, 4, -3.5),
        of("mul", List.of(square(), other()), (o, x) -> o.mul(x.get(0), x.get(1)), 2, 4, -3, 2),
        of("mulOfLongs", List.of(pair, pair), (o, x) -> o.mul(x.get(0), x.get(1)), 1, 0),
        of(
            "div",
            List.of(square(), positive(shape(2, 2), 2, 4, 1, 0.5)),
            (o, x) -> o.div(x.get(0), x.get(1)),
            0.5,
            -0.5,
            3,
            1),
        of(
            "maxOfTwo",
            List.of(square(), other()),
            (o, x) -> o.max(x.get(0), x.get(1)),
            2,
            -2,
            3,
            4),
        of(
            "minOfTwo",
            List.of(square(), other()),
            (o, x) -> o.min(x.get(0), x.get(1)),
            1,
            -2,
            -1,
            0.5),
        of(
            "minOfLongs",
            List.of(pair),
            (o, x) -> o.min(x.get(0), o.constant(new long[] {0}, 1)),
            0,
            0),
        of("neg", List.of(square()), (o, x) -> o.neg(x.get(0)), -1, 2, -3, -0.5),
        of("relu", List.of(square()), (o, x) -> o.relu(x.get(0)), 1, 0, 3, 0.5),
        of(
            "sigmoid",
            List.of(floats(shape(4), 0, -100, 100, 1)),
            (o, x) -> o.sigmoid(x.get(0)),
            0.5,
            0,
            1,
            1 / (1 + Math.exp(-1))),
        of(
            "tanh",
            List.of(square()),
            (o, x) -> o.tanh(x.get(0)),
            Math.tanh(1),
            Math.tanh(-2),
            Math.tanh(3),
            Math.tanh(0.5)),
        of(
            "exp",
            List.of(square()),
            (o, x) -> o.exp(x.get(0)),
            Math.exp(1),
            Math.exp(-2),
            Math.exp(3),
            Math.exp(0.5)),
        of(
            "log",
            List.of(positive(shape(3), 1, Math.E, 0.25)),
            (o, x) -> o.log(x.get(0)),
            0,
            1,
            Math.log(0.25)),
        of(
            "floor",
            List.of(floats(shape(4), 1.5, -1.5, 2, -0.1)),
            (o, x) -> o.floor(x.get(0)),
            1,
            -2,
            2,
            -1),
        of(
            "softmax",
            List.of(floats(shape(2, 2), 0, 0, 100, 100 + Math.log(3))),
            (o, x) -> o.softmax(x.get(0)),
            0.5,
            0.5,
            0.25,
            0.75),
        of(
            "logSoftmax",
            List.of(floats(shape(2, 2), 0, 0, -1000, 0)),
            (o, x) -> o.logSoftmax(x.get(0)),
            -Math.log(2),
            -Math.log(2),
            -1000,
            0),
        of("cumSum", List.of(wide), (o, x) -> o.cumSum(x.get(0)), 1, 3, 6, 4, 9, 15),
        of(
            "invert",
            List.of(floats(shape(3, 4), 0, 2, 0, 2, 1, 1, 1, 1, 0, 0, 5, 0)),
            (o, x) ->
                o.invert(
                    o.mul(x.get(0), x.get(0)),
                    o.constant(new float[] {0.5f, 0.75f, 0.25f}, 3, 1),
                    true),
            1,
            2,
            2),
        of("clip", List.of(wide), (o, x) -> o.clip(x.get(0), 2, 4.5f), 2, 2, 3, 4, 4.5, 4.5),
        of(
            "split",
            List.of(wide),
            (o, x) -> {
              List<Object> parts = o.split(x.get(0), 1, 1, 2);
              return o.mul(parts.get(0), parts.get(1));
            },
            2,
            3,
            20,
            24),
        of(
            "sumKeepsAxis",
            List.of(wide),
            (o, x) -> o.mul(o.sum(x.get(0), -1, true), o.constant(new float[] {1, 10}, 2)),
            6,
            60,
            15,
            150),
        of("sumDropsAxis", List.of(cube()), (o, x) -> o.sum(x.get(0), 1, false), 9, 12, 27, 30),
        of(
            "sumOfLongs",
            List.of(longs(9, shape(2, 2), 1, 2, 3, 4)),
            (o, x) -> o.sum(x.get(0), 1, false),
            3,
            7),
        of(
            "maxKeepsAxis",
            List.of(square()),
            (o, x) -> o.sub(x.get(0), o.max(x.get(0), -1, true)),
            0,
            -3,
            0,
            -2.5),
        of("maxDropsAxis", List.of(cube()), (o, x) -> o.max(x.get(0), 1, false), 5, 6, 11, 12),
        of(
            "concat",
            List.of(square(), wide),
            (o, x) -> o.concat(-1, List.of(x.get(0), x.get(1))),
            1,
            -2,
            1,
            2,
            3,
            3,
            0.5,
            4,
            5,
            6),
        of(
            "dotRows",
            List.of(cube(), floats(shape(2, 2), 1, 10, 2, 20)),
            (o, x) -> o.dotRows(x.get(0), x.get(1)),
            21,
            43,
            65,
            174,
            218,
            262),
        of(
            "slice",
            List.of(cube()),
            (o, x) -> o.slice(x.get(0), 1, 1, 3),
            3,
            4,
            5,
            6,
            9,
            10,
            11,
            12),
        of(
            "reversed",
            List.of(cube()),
            (o, x) -> o.reversed(x.get(0), 1, 1, 3),
            5,
            6,
            3,
            4,
            11,
            12,
            9,
            10),
        of(
            "reversedToTheFirst",
            List.of(cube()),
            (o, x) -> o.reversed(x.get(0), 1, 0, 2),
            3,
            4,
            1,
            2,
            9,
            10,
            7,
            8),
        of(
            "sliceOfLastAxis",
            List.of(cube()),
            (o, x) -> o.slice(x.get(0), -1, 1, 2),
            2,
            4,
            6,
            8,
            10,
            12),
        of(
            "reshape",
            List.of(cube()),
            (o, x) -> o.sum(o.reshape(x.get(0), -1, 2, 3), -1, false),
            6,
            15,
            24,
            33),
        of(
            "gatherRows",
            List.of(table, longs(3, shape(2, 2), 2, 0, 1, 1)),
            (o, x) -> o.gatherRows(x.get(0), x.get(1)),
            5,
            6,
            1,
            2,
            3,
            4,
            3,
            4),
        of(
            "gatherElements",
            List.of(wide, longs(3, shape(2, 2), 2, 0, 1, 1)),
            (o, x) -> o.gatherElements(x.get(0), x.get(1)),
            3,
            1,
            5,
            5),
        of(
            "pickRows",
            List.of(cube(), longs(3, shape(2), 2, 1)),
            (o, x) -> o.pickRows(x.get(0), x.get(1)),
            5,
            6,
            9,
            10),
        of("less", List.of(square(), other()), (o, x) -> o.less(x.get(0), x.get(1)), 1, 0, 0, 1),
        of(
            "lessOrEqual",
            List.of(square(), other()),
            (o, x) -> o.lessOrEqual(x.get(0), x.get(1)),
            1,
            1,
            0,
            1),
        of(
            "equalOfFloats",
            List.of(square(), other()),
            (o, x) -> o.equal(x.get(0), x.get(1)),
            0,
            1,
            0,
            0),
        of(
            "equalOfLongs",
            List.of(longs(3, shape(2, 2), 0, 1, 2, 1)),
            (o, x) -> o.equal(x.get(0), o.constant(new long[] {1}, 1)),
            0,
            1,
            0,
            1),
        of(
            "whereOfComparison",
            List.of(square(), other()),
            (o, x) -> o.where(o.less(x.get(0), x.get(1)), x.get(0), x.get(1)),
            1,
            -2,
            -1,
            0.5),
        of(
            "whereOfNumbers",
            List.of(floats(shape(2, 2), 0, 1, 0.4, 0.6), square()),
            (o, x) -> o.where(x.get(0), x.get(1), o.constant(new float[] {7})),
            7,
            -2,
            7,
            0.5),
        of(
            "whereOfLongs",
            List.of(pair),
            (o, x) ->
                o.where(
                    o.equal(x.get(0), o.constant(new long[] {1})),
                    o.constant(new long[] {5}, 1),
                    x.get(0)),
            5,
            0),
        of(
            "toLong",
            List.of(floats(shape(4), 1, -1, 0, 16777216)),
            (o, x) -> o.toLong(x.get(0)),
            1,
            -1,
            0,
            16777216),
        of(
            "toFloat",
            List.of(pair),
            (o, x) -> o.div(o.toFloat(x.get(0)), o.constant(new float[] {2})),
            0.5,
            0));
  }
}
