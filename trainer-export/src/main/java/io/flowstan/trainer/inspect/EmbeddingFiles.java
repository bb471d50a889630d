package io.flowstan.trainer.inspect;

import io.flowstan.cli.UsageException;
import io.flowstan.io.AtomicFile;
import io.flowstan.trainer.inspect.EmbeddingTable.Row;
import io.flowstan.trainer.report.plot.PointMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Embeddings as a table and a picture: {@code csv} has a line for each class, with its place on the
 * picture and, separated by blanks, its vector.
 */
record EmbeddingFiles(Path csv, Path svg) {
  private static final String SUFFIX = ".csv";

  /** Refuses a name that has no place for the picture beside it. */
  static EmbeddingFiles check(Path csv) {
    Path name = csv.getFileName();
    if (name == null || !name.toString().endsWith(SUFFIX)) {
      throw new UsageException("--embeddings " + csv + ": expected a file that ends in .csv");
    }
    if (Files.isDirectory(csv)) {
      throw new UsageException("--embeddings " + csv + ": is a folder; expected a file");
    }
    String stem = name.toString().substring(0, name.toString().length() - SUFFIX.length());
    return new EmbeddingFiles(csv, csv.resolveSibling(stem + ".svg"));
  }

  void write(List<EmbeddingTable> tables) throws IOException {
    StringBuilder text = new StringBuilder("attribute,class,name,x,y,vector\n");
    List<PointMap> maps = new ArrayList<>();
    for (EmbeddingTable table : tables) {
      double[][] plane = table.plane();
      List<PointMap.Point> points = new ArrayList<>();
      for (int i = 0; i < plane.length; i++) {
        Row row = table.rows().get(i);
        text.append(table.title()).append(',').append(i).append(',');
        text.append('"').append(row.name()).append('"');
        text.append(number(plane[i][0], ',')).append(number(plane[i][1], ','));
        char before = ',';
        for (double value : row.vector()) {
          text.append(number(value, before));
          before = ' ';
        }
        text.append('\n');
        points.add(new PointMap.Point(row.group(), row.label(), plane[i][0], plane[i][1]));
      }
      maps.add(new PointMap(table.title(), points));
    }
    write(csv, text.toString());
    write(svg, PointMap.svg(maps));
  }

  private static String number(double value, char before) {
    return String.format(Locale.ROOT, "%c%.6g", before, value);
  }

  private static void write(Path target, String text) throws IOException {
    try (AtomicFile file = AtomicFile.open(target)) {
      file.out().write(text.getBytes(StandardCharsets.UTF_8));
      file.commit();
    }
  }
}
