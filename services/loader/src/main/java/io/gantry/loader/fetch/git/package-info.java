/// Git repositories over HTTP, and what Git LFS keeps beside them: `git+https://host/repo.git`,
/// `https://host/repo.git`.
///
/// [GitSource] lists one commit, fetched at depth 1 into a bare repository of [GitCheckouts], which
/// removes it when its files were read; large files come from [LfsServer]. ADR 0025 says why JGit.
@NullMarked
package io.gantry.loader.fetch.git;

import org.jspecify.annotations.NullMarked;
