package io.flowstan.io;

import io.flowstan.flow.Flow;
import io.flowstan.flow.IpProtocol;
import io.flowstan.flow.TcpFlags;
import java.util.Locale;

/** A text format of flow tables, one flow a line. */
public enum FlowFormat {
  /** The official UGR'16 CSV: 13 columns, no header, the end time first. */
  UGR16("") {
    @Override
    void append(TextRow row, Flow flow) {
      row.time(flow.endSecond()).character(',');
      common(row, flow, "");
      row.character(',').text(flow.label()).character('\n');
    }
  },
  /**
   * What {@code nfdump -o csv} of version 1.7 prints: 48 columns under a header. It has no label;
   * fields that a flow does not have are written as nfdump writes them where they were not
   * exported, and {@code tr} (when the collector received the flow) is the flow's end.
   */
  NFDUMP(
      "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt,in,out,sas,das,smk,dmk,dtos,dir,nh,"
          + "nhb,svln,dvln,ismc,odmc,idmc,osmc,mpls1,mpls2,mpls3,mpls4,mpls5,mpls6,mpls7,mpls8,"
          + "mpls9,mpls10,cl,sl,al,ra,eng,exid,tr\n") {
    @Override
    void append(TextRow row, Flow flow) {
      row.time(Math.floorDiv(flow.startMs(), 1_000)).character(',');
      row.time(flow.endSecond()).character(',');
      common(row, flow, "..");
      row.text(NOT_EXPORTED).time(flow.endSecond()).text(".000\n");
    }
  };

  /** The columns opkt .. exid of nfdump, none of which a flow has. */
  private static final String NOT_EXPORTED =
      ",0,0" // opkt, obyt
          + ",0,0,0,0,0,0,0,0" // in .. dir
          + ",0.0.0.0,0.0.0.0,0,0" // nh, nhb, svln, dvln
          + ",00:00:00:00:00:00".repeat(4)
          + ",0-0-0".repeat(10) // MPLS labels
          + ",    0.000".repeat(3) // latencies of client, server, application, ms
          + ",0.0.0.0,0/0,0,"; // ra, eng, exid

  private final String header;

  FlowFormat(String header) {
    this.header = header;
  }

  /** The header with its line feed, or nothing where the format has none. */
  String header() {
    return header;
  }

  /** Appends {@code flow} as one line with its line feed. */
  abstract void append(TextRow row, Flow flow);

  /** The columns that both formats have, from the duration to the bytes. */
  private static void common(TextRow row, Flow flow, String flagsBefore) {
    row.millisAsSeconds(flow.durationMs())
        .character(',')
        .address(flow.source())
        .character(',')
        .address(flow.destination())
        .character(',')
        .number(flow.sourcePort())
        .character(',')
        .number(flow.destinationPort())
        .character(',')
        .text(IpProtocol.format(flow.protocol()))
        .character(',')
        .text(flagsBefore)
        .text(TcpFlags.format(flow.tcpFlags()))
        .character(',')
        .number(flow.forwardingStatus())
        .character(',')
        .number(flow.tos())
        .character(',')
        .number(flow.packets())
        .character(',')
        .number(flow.bytes());
  }

  /** The name as it is typed on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
