// Every bound of the project, in one place, each with its reason. Reaching one is a defined error. Limits
// that a user sets (memory, processes, open files) are not here: they belong to what they limit.

/** Components of a path that are symbolic links before ELOOP (Linux: MAXSYMLINKS). */
export const MAX_SYMLINKS = 40;
/** Bytes of one name in a directory (Linux: NAME_MAX). */
export const MAX_NAME = 255;
/** Bytes of a path (Linux: PATH_MAX). */
export const MAX_PATH = 4096;
/** Bytes that a pipe or a stream socket holds before a writer blocks (Linux: 16 pages). */
export const PIPE_CAPACITY = 65_536;
/** Open files of one process unless a limit says otherwise (Docker's default for containers). */
export const MAX_OPEN_FILES = 1_048_576;
/** Interpreters that a script may name one after the other (Linux: BINPRM_MAX_RECURSION). */
export const MAX_INTERPRETERS = 4;
/** Processes of one kernel before fork answers EAGAIN: a third of kernel.threads-max, as systemd leaves to a user. */
export const MAX_PROCESSES = 5192;
/** Answers of system calls that a process keeps for its twin in a fork; past it a fork replays the journal. */
export const MAX_ANSWERS = 50_000;
/** Bytes in those answers, so that a process that streams gigabytes does not hold them. */
export const MAX_ANSWER_BYTES = 4 << 20;
/** Virtual CPU time that a process runs before others get a turn, in microseconds. */
export const TIME_SLICE = 4000;
/** Bytes of an archive of images or of one layer, unpacked from what it was compressed with: a bomb is refused. */
export const MAX_ARCHIVE_BYTES = 1 << 30;
/** Entries of such an archive. */
export const MAX_ARCHIVE_ENTRIES = 1_000_000;
