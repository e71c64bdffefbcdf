/// `hf://owner/model`: the Hugging Face hub and its mirrors, by the protocol of its own client.
///
/// All files are of one commit, which a listing settles first. The token goes to the hub and never
/// to where the hub keeps large files. May not enter: other kinds of repositories.
@NullMarked
package io.gantry.loader.fetch.hf;

import org.jspecify.annotations.NullMarked;
