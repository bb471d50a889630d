package io.flowstan.trainer.report.plot;

/**
 * A picture for a page.
 *
 * @param caption what it shows
 * @param svg an svg element whose ids are its own among those of a page
 */
public record Plot(String caption, String svg) {}
