package io.flowstan.codec;

/** What a host's next flow may remember of the flows before it. */
public enum Memory {
  /** All that {@link HostContext} keeps. */
  FULL {
    @Override
    public HostContext before(HostContext context) {
      return context;
    }
  },
  /**
   * All but what could be copied: no recent peers, no flows to answer, no last ports. Every peer is
   * a new one. A model trained so shows what copies are worth.
   */
  WITHOUT_COPIES {
    @Override
    public HostContext before(HostContext context) {
      context.forgetWhatCouldBeCopied();
      return context;
    }
  },
  /**
   * Nothing but when the flow before it ended: no history, peers, replies, ports or three-hour
   * context. Hour of day and profile remain. A model trained so shows what memory is worth.
   */
  NONE {
    @Override
    public HostContext before(HostContext context) {
      return new HostContext(context.host(), context.lastSecond());
    }
  };

  /** The context in which the next flow of {@code context}'s host is coded. */
  public abstract HostContext before(HostContext context);

  /** The memory's name in options, reports and manifests, such as {@code full}. */
  public String title() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
