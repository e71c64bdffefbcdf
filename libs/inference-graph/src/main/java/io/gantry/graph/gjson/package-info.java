/// The paths of gjson by which KServe's graphs choose: read once, then asked of any JSON.
///
/// A subset of github.com/tidwall/gjson 1.18, held to it by vectors that gjson itself made
/// (`gjson-vectors.json`). What is not in the subset is refused by name when a path is read. No
/// Java library of it is alive. May not enter: graphs, HTTP.
@NullMarked
package io.gantry.graph.gjson;

import org.jspecify.annotations.NullMarked;
