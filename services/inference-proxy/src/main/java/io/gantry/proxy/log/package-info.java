/// What went through the proxy, for audits and for those who watch models: KServe's inference log.
///
/// An exchange is never slower for being logged, and never fails by it: bodies are copied up to a
/// limit, wait within a budget of memory and are dropped, and counted, beyond it. May not enter:
/// anything that a request has to wait for.
@NullMarked
package io.gantry.proxy.log;

import org.jspecify.annotations.NullMarked;
