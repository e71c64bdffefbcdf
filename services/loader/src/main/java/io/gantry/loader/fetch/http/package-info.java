/// `http://` and `https://`: one file.
///
/// On the JDK's [java.net.HttpURLConnection]: it bounds each read by a timeout, and was measured to
/// move bytes to disk two to four times as fast as [java.net.http.HttpClient].
@NullMarked
package io.gantry.loader.fetch.http;

import org.jspecify.annotations.NullMarked;
