/// Holds `infra/kubernetes` to the code that it installs, and to a real API server.
///
/// Lives here: tests of what `kubectl kustomize` makes, and those that apply it. May not enter:
/// what Gantry does once it runs, which `testing/e2e` knows.
@NullMarked
package io.gantry.infra.install;

import org.jspecify.annotations.NullMarked;
