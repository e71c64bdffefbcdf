package io.gantry.docs;

import java.util.Optional;

/// One key that can be set.
///
/// @param type Java type as its users know it, without package
/// @param preset the default; empty when the key may stay unset
record ConfigKey(String name, String type, Optional<String> preset, String meaning) {}
