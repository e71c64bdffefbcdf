@NullMarked
package io.gantry.monitor.scrape;

import org.jspecify.annotations.NullMarked;
