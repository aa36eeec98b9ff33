//! What the standard library would bring, and this artefact does without.

/// Constant time, and small. Freed memory next to new memory becomes one piece, because records come in all sizes.
#[global_allocator]
static ALLOCATOR: rlsf::GlobalTlsf<Small> = rlsf::GlobalTlsf::new();

struct Small;

impl rlsf::GlobalTlsfOptions for Small {
    const ENABLE_REALLOCATION: bool = false;
    const COALESCE_POOLS: bool = true;
}

/// Traps. The host takes a trap for the end of this engine and answers `unchecked` from then on.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
