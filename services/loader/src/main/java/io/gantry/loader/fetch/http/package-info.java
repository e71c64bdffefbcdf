/// `http://` and `https://`: one file; and the requests of all sources that speak HTTP.
///
/// On the JDK's [java.net.HttpURLConnection]: it bounds each read by a timeout, and was measured to
/// move bytes to disk two to four times as fast as [java.net.http.HttpClient]. Headers that say who
/// asks never leave the origin that they are for. May not enter: what another protocol's answers
/// mean.
@NullMarked
package io.gantry.loader.fetch.http;

import org.jspecify.annotations.NullMarked;
