//! Every report of a scan, by its public interface: hostile names, totals that add up, forms that other programs read, limits.

mod baseline;
mod html;
mod jsonl;
mod junit;
mod markdown;
mod sarif;
mod scene;
mod table;
