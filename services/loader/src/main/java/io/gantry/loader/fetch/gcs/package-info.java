/// `gs://bucket/prefix`: Google Cloud Storage, by its JSON API.
///
/// [GcsSource] asks; [GcsTokens] is the one that knows Google's library for credentials, and ADR
/// 0025 says why no more of Google's libraries may enter.
@NullMarked
package io.gantry.loader.fetch.gcs;

import org.jspecify.annotations.NullMarked;
