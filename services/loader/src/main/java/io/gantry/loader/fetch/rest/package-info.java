/// Requests to the REST APIs of storage services: one exchange at a time, with headers, answers and
/// ranges.
///
/// Knows no service; what a status means is said by the package of the service. On the JDK's
/// [java.net.HttpURLConnection], for the reasons that `fetch.http` gives.
@NullMarked
package io.gantry.loader.fetch.rest;

import org.jspecify.annotations.NullMarked;
