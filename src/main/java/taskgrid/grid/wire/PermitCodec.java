package taskgrid.grid.wire;

import java.util.ArrayList;
import java.util.List;
import taskgrid.grid.layout.ByteReader;
import taskgrid.grid.layout.ByteWriter;

/** What members say of permits, as bytes: the layout is that of rows of a value and two numbers. */
public final class PermitCodec {
  private PermitCodec() {}

  /** A limit, and two numbers about it. */
  public record Row(String value, int first, int second) {}

  /** About the limits of a job. */
  public record Rows(String job, List<Row> rows) {}

  public static byte[] encode(Rows about) {
    ByteWriter out = new ByteWriter().string(about.job()).varint(about.rows().size());
    for (Row row : about.rows()) {
      out.string(row.value()).varint(row.first()).varint(row.second());
    }
    return out.toByteArray();
  }

  public static Rows rows(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    String job = in.text();
    List<Row> rows = new ArrayList<>();
    for (int left = in.varint(0, in.remaining()); left > 0; left--) {
      rows.add(new Row(in.text(), (int) in.varint(), (int) in.varint()));
    }
    return new Rows(job, rows);
  }
}
