//! placeholder
#![no_std]
extern crate alloc;
#[cfg(test)]
extern crate std;
pub mod did;
pub mod digest;
mod disclosure;
pub mod encoding;
pub mod ids;
pub mod jcs;
pub mod json;
pub mod normal;
pub mod time;
mod verdict; 
mod reason { #[derive(Clone,Copy,Debug,PartialEq,Eq)] pub enum ReasonCode { X } }
