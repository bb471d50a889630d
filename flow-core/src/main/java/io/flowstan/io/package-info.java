/** Flow tables as files: the official UGR'16 CSV read and written, nfdump's CSV written. */
package io.flowstan.io;
